/** Files to the reader and from the reader. */

/** Offers a file for saving. */
export function download(name: string, parts: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([parts], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export interface ChosenFile {
  name: string;
  /** Null: the browser cannot read it, or it is larger than was asked for. */
  text: string | null;
  isTooLarge: boolean;
}

/** Asks for one file and gives its text; null when none was chosen. One that is too large is not read at all. */
export function chooseText(accept: string, mostBytes: number): Promise<ChosenFile | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  return new Promise((done) => {
    input.addEventListener("cancel", () => done(null));
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (!file) return done(null);
      const { name } = file;
      const isTooLarge = file.size > mostBytes;
      if (isTooLarge) return done({ name, text: null, isTooLarge });
      file.text().then(
        (text) => done({ name, text, isTooLarge }),
        () => done({ name, text: null, isTooLarge }),
      );
    });
    input.click();
  });
}
