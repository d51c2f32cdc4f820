export interface StaticServer {
  port: number;
  /** Address of the folder, with a slash at its end. */
  url: string;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

export interface StaticOptions {
  /** Wanted port; 0, the default, takes any free one. */
  port?: number;
  host?: string;
  /** Fail when the port is taken, rather than take another. */
  strictPort?: boolean;
  /** Path under which the folder appears, such as "/course/". */
  base?: string;
  /** Sent with every answer; a function chooses by the decoded path. */
  headers?: Record<string, string> | ((path: string) => Record<string, string>);
  /** Answers in place of files, by the path below the base. */
  texts?: Record<string, string>;
  onRequest?(path: string): void;
}

export function serveStatic(folder: string, options?: StaticOptions): Promise<StaticServer>;
