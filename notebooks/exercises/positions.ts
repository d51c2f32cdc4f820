/** Where things stand in a JSON text, so that an error can name a line: path → offset of the value. */

export type Path = readonly (string | number)[];

const key = (path: Path): string => JSON.stringify(path);

/** Offsets of every value of a valid JSON text, by path. Texts that are not JSON give what was read so far. */
export function positionsOf(json: string): Map<string, number> {
	const found = new Map<string, number>();
	let at = 0;
	const space = () => {
		while (at < json.length && " \t\r\n".includes(json.charAt(at))) at++;
	};
	const string = (): string => {
		const from = at++;
		while (at < json.length && json[at] !== '"')
			at += json[at] === "\\" ? 2 : 1;
		at++;
		return JSON.parse(json.slice(from, at)) as string;
	};
	const list = (path: Path, close: string, one: (index: number) => void) => {
		at++;
		space();
		for (let index = 0; at < json.length && json[at] !== close; index++) {
			one(index);
			space();
			if (json[at] === ",") at++;
			space();
		}
		at++;
		return path;
	};
	const value = (path: Path): void => {
		space();
		found.set(key(path), at);
		if (json[at] === "{") {
			list(path, "}", () => {
				const name = string();
				space();
				at++;
				value([...path, name]);
			});
		} else if (json[at] === "[")
			list(path, "]", (index) => value([...path, index]));
		else if (json[at] === '"') string();
		else
			while (at < json.length && !",]} \t\r\n".includes(json.charAt(at))) at++;
	};
	try {
		value([]);
	} catch {
		return found;
	}
	return found;
}

/** Offset of the value at a path, or of the nearest enclosing value that is there. */
export function offsetOf(
	positions: ReadonlyMap<string, number>,
	path: Path,
): number {
	for (let n = path.length; n >= 0; n--) {
		const found = positions.get(key(path.slice(0, n)));
		if (found !== undefined) return found;
	}
	return 0;
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
	let line = 1;
	for (let i = 0; i < offset && i < text.length; i++)
		if (text.charCodeAt(i) === 10) line++;
	return line;
}
