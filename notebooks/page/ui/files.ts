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

/** Asks for one file and gives its text; null when none was chosen. */
export function chooseText(accept: string): Promise<string | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  return new Promise((done) => {
    input.addEventListener("cancel", () => done(null));
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (!file) return done(null);
      file.text().then(done, () => done(null));
    });
    input.click();
  });
}
