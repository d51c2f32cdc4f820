/** Manual pages and documentation. */
import type { Reference } from "./reference.ts";

export const MANUALS: readonly Reference[] = [
  {
    id: "man-clear-errors",
    kind: "manual",
    short: "ndctl-clear-errors(1)",
    text: "Asks the platform to clear the errors of a namespace, without a driver's write.",
    href: "https://docs.pmem.io/ndctl-user-guide/ndctl-man-pages/ndctl-clear-errors",
  },
  {
    id: "doc-dax",
    kind: "manual",
    short: "Documentation/filesystems/dax.rst",
    text: "Direct access for files, and how errors in the medium are handled.",
    source: "Documentation/filesystems/dax.rst",
    href: "https://docs.kernel.org/filesystems/dax.html",
  },
  {
    id: "doc-nvdimm",
    kind: "manual",
    short: "Documentation/driver-api/nvdimm/nvdimm.rst",
    text: "Regions, namespaces and their modes, in the kernel's own words.",
    source: "Documentation/driver-api/nvdimm/nvdimm.rst",
    href: "https://docs.kernel.org/driver-api/nvdimm/nvdimm.html",
  },
  {
    id: "doc-vm",
    kind: "manual",
    short: "Documentation/admin-guide/sysctl/vm.rst",
    text: "memory_failure_early_kill: what the kernel's own words say of early and late.",
    source: "Documentation/admin-guide/sysctl/vm.rst",
    href: "https://docs.kernel.org/admin-guide/sysctl/vm.html",
  },
  {
    id: "man-prctl",
    kind: "manual",
    short: "prctl(2), PR_MCE_KILL",
    text: "How a process asks to be told early or late.",
    href: "https://man7.org/linux/man-pages/man2/prctl.2.html",
  },
  {
    id: "man-madvise",
    kind: "manual",
    short: "madvise(2), MADV_HWPOISON",
    text: "How a process poisons a page of its own.",
    href: "https://man7.org/linux/man-pages/man2/madvise.2.html",
  },
  {
    id: "man-inject-error",
    kind: "manual",
    short: "ndctl-inject-error(1)",
    text: "Errors put into a namespace for tests: how large they are, that they land in badblocks, and what taking them back leaves behind.",
    href: "https://docs.pmem.io/ndctl-user-guide/ndctl-man-pages/ndctl-inject-error",
  },
  {
    id: "man-sigaction",
    kind: "manual",
    short: "sigaction(2)",
    text: "si_code and si_addr_lsb of SIGBUS.",
    href: "https://man7.org/linux/man-pages/man2/sigaction.2.html",
  },
];
