/**
 * Tasks at the same time whose words stay apart and in order: the first that has not ended speaks as it goes, what those
 * after it say is kept until it is their turn.
 */
export type Say = (text: string) => void;

export async function sideBySide<T>(
  tasks: readonly ((say: Say) => Promise<T>)[],
  write: Say = (text) => void process.stdout.write(text),
): Promise<T[]> {
  const held = tasks.map(() => "");
  const ended = tasks.map(() => false);
  let turn = 0;
  const speak = () => {
    for (; turn < tasks.length; turn += 1) {
      const text = held[turn] ?? "";
      held[turn] = "";
      if (text !== "") write(text);
      if (!ended[turn]) return;
    }
  };
  const run = async (task: (say: Say) => Promise<T>, index: number): Promise<T> => {
    try {
      return await task((text) => {
        held[index] += text;
        if (index === turn) speak();
      });
    } finally {
      ended[index] = true;
      speak();
    }
  };
  return Promise.all(tasks.map(run));
}
