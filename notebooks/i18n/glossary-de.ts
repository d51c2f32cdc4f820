/**
 * The glossary in German, by term: what the text says and, where there is one, the unit. The terms themselves are those of
 * the kernel and stay. Code stands between backticks, emphasis between stars, as in notebooks/glossary.ts.
 */
export interface TermWords {
  text: string;
  unit?: string;
}

export const GLOSSARY_DE: Readonly<Record<string, TermWords>> = {
  pmem: {
    text: "Speicher, der wie jeder andere byteweise gelesen und geschrieben wird und seinen Inhalt behält, wenn der Strom ausfällt.",
  },
  "pmem region": {
    text: "Ein zusammenhängender Bereich physischer Adressen aus einem oder mehreren NVDIMMs. Er führt eine eigene Liste schlechter Blöcke.",
  },
  namespace: {
    text: "Ein Stück einer Region. Namespaces teilen *unterhalb* der Blockschicht: Jeder hat eine eigene Platte und damit ein eigenes `dax_device`. Partitionen teilen eine solche Platte weiter auf.",
  },
  "namespace mode": {
    text: "Wie ein Namespace benutzt wird: `raw`, `sector`, `fsdax` (ein Blockgerät mit DAX) oder `devdax` (ein zeichenorientiertes Gerät ohne Blockgerät). Ausfälle bei `fsdax` erreichen einen Halter.",
  },
  gendisk: {
    text: "Das Objekt des Kernels für eine ganze Platte. Ein fsdax-Namespace hat genau eines, und genau ein `dax_device`.",
  },
  partition: {
    text: "Ein Blockgerät mit Anfang und Länge auf einer Platte. Es teilt die Platte mit seinen Geschwistern und hatte nie ein eigenes `dax_device`.",
    unit: "Anfang in Sektoren zu 512 Byte",
  },
  DAX: {
    text: "Direkter Zugriff: Die Seiten einer Datei *sind* die Seiten des Geräts, sodass ein Lade- oder Speicherbefehl eines Prozesses das Medium berührt, ohne Kopie im Seitencache.",
  },
  dax_device: {
    text: "Der Anker des Kernels für den direkten Zugriff auf eine Platte: lebendig oder tot, mit Operationen und mit Platz für einen Halter. Eines je Platte, keines je Partition.",
  },
  holder: {
    text: "Wer benachrichtigt werden soll, wenn ein Stück eines `dax_device` kaputtgeht: ein Dateisystem oder, in den ersten Patches, ein Device-Mapper-Gerät. Nicht zu verwechseln mit dem Halter eines Blockgeräts.",
  },
  "holder operations": {
    text: "Was ein Halter beantwortet. Es gibt eine Operation: `notify_failure(dax_dev, offset, len, flags)`.",
    unit: "Anfang und Länge in Bytes *dieses* Geräts",
  },
  dev_pagemap: {
    text: "Beschreibt einen Bereich Gerätespeicher, der `struct page`s hat. Sein Eigentümer wird zuerst gefragt, wenn eine seiner Seiten ausfällt.",
  },
  altmap: {
    text: "Raum am Anfang eines Geräts, in dem die Seitenstrukturen eben dieses Geräts liegen. Diese Seiten sind keine Daten; ein Ausfall dort wird abgewiesen, bevor ein Halter gefragt wird.",
  },
  data_offset: {
    text: "Bytes vom Anfang eines Namespace bis zu seinem ersten Datenbyte.",
    unit: "Bytes",
  },
  "power-fail domain": {
    text: "Der Teil einer Maschine, dessen Inhalt das Medium noch erreicht, wenn der Strom ausfällt. Er beginnt am Speichercontroller (ADR) oder schließt die Caches des Prozessors ein (eADR).",
  },
  flush: {
    text: "Eine Zeile des Caches in den Speicher zurückschreiben. Nur begonnen, bis eine Fence darauf gewartet hat.",
    unit: "Zeilen zu 64 Byte",
  },
  fence: {
    text: "Ein Befehl, der wartet, bis die Flushes vor ihm den Bereich erreicht haben, den ein Stromausfall verschont. Er selbst schreibt nichts zurück.",
  },
  poison: {
    text: "Gift, ein Zustand des Mediums: Wer die Stelle lädt, löst einen Machine Check aus und bekommt keine Daten. Er übersteht einen Neustart. Nicht dasselbe wie HWPoison.",
    unit: "oft 64 Byte",
  },
  HWPoison: {
    text: "Eine Marke einer Seite, die `memory_failure()` setzt. Software, ganze Seiten, beim Neustart vergessen.",
    unit: "Seiten zu 4096 Byte",
  },
  "machine check": {
    text: "Wie ein Prozessor sagt, dass die Daten, die er laden sollte, nicht zu haben sind. Der Kernel wird mitten in einem Befehl unterbrochen, der nicht zu Ende kommen kann.",
  },
  scrub: {
    text: "Die Plattform nach allen Fehlern fragen, die sie in einer Region kennt. Was sie sagt, kommt auf die Liste schlechter Blöcke; niemand wird benachrichtigt.",
  },
  "clear unit": {
    text: "Das Kleinste, das die Plattform von Gift befreien kann. Wie viel das ist, bestimmt die Plattform.",
    unit: "Bytes, eine Zweierpotenz",
  },
  "device-dax": {
    text: "Ein Namespace, der ein zeichenorientiertes Gerät ist: Er wird abgebildet, weder gelesen noch geschrieben. Er hat kein Blockgerät und mit seinem üblichen Treiber keinen Halter.",
  },
  badblocks: {
    text: "Eine sortierte Tabelle schlechter Sektoren, gezählt vom Anfang der Daten einer Platte. Sie zu lesen scheitert mit `EIO`.",
    unit: "Sektoren zu 512 Byte",
  },
  badrange: {
    text: "Die Liste schlechter physischer Bereiche, die Firmware oder ein Machine Check gemeldet hat, eine je NVDIMM-Bus, unsortiert.",
    unit: "Bytes, physisch",
  },
  "reverse map": {
    text: "In XFS der Baum, der sagt, welche Datei oder welche Metadaten einen Block besitzen. Er macht aus einem schlechten Block eine Liste von Dateien. Weder die rmap der Speicherverwaltung noch der Device-Mapper-Hook dieses Namens.",
  },
  reflink: {
    text: "Mehrere Dateien teilen einen Block, bis eine von ihnen beschrieben wird. Eine geteilte Seite kann nicht eine Datei als Eigentümer nennen; deshalb muss das Dateisystem gefragt werden.",
  },
  extent: {
    text: "Eine Folge von Blöcken, die zu einer Datei gehört: wo sie in der Datei beginnt, wo auf dem Gerät, wie lang sie ist.",
  },
  "in core": {
    text: "Heißt eine Datei, deren Inode das Dateisystem im Speicher hat. Von einer, die es nicht ist, kann kein Prozess eine Seite haben.",
  },
  "early kill": {
    text: "Die Wahl eines Prozesses, der benachrichtigt werden will, sobald von einer Seite, die er abbildet, bekannt ist, dass sie schlecht ist.",
  },
  "late kill": {
    text: "Die Wahl eines Prozesses, der erst benachrichtigt wird, wenn er die schlechte Seite berührt.",
  },
  "action required": {
    text: "Ein `SIGBUS` für den Prozess, der lief, als die schlechte Seite berührt wurde. Es wird erzwungen.",
  },
  "action optional": {
    text: "Ein `SIGBUS` für einen anderen Prozess, der die schlechte Seite abbildet und es früh wissen will. Ein Rat, kein Zwang; unbehandelt beendet er den Prozess trotzdem.",
  },
  si_addr_lsb: {
    text: "Die Größe der Abbildung, die abgerissen wurde, als Zweierpotenz: 12 für 4 KiB, 21 für 2 MiB. Nicht die Größe des Schadens.",
    unit: "log2 von Bytes",
  },
  "page frame number": {
    text: "Eine Seite des physischen Speichers als Nummer.",
    unit: "Seiten zu 4096 Byte, physisch",
  },
  pgoff: {
    text: "Eine Seite eines `dax_device` als Nummer, vom Anfang dieses Geräts.",
    unit: "Seiten zu 4096 Byte",
  },
  sector: {
    text: "Die Einheit der Blockschicht, wie groß auch immer die eigenen Blöcke der Platte sind.",
    unit: "512 Byte",
  },
  bt_dax_part_off: {
    text: "In einem Pufferziel von XFS: wo seine Partition auf dem `dax_device` beginnt. Auf dem Weg hinab addiert, auf dem Weg hinauf abgezogen.",
    unit: "Bytes des dax_device",
  },
  "page fault": {
    text: "Was geschieht, wenn ein Prozess eine Adresse berührt, für die seine Seitentabelle keinen Eintrag hat: Der Kernel sucht die Seite und trägt sie ein, oder er schickt ein Signal.",
  },
  "memory_failure()": {
    text: "Der Eingang des Kernels für eine Seite, die kaputtgegangen ist.",
  },
  "generic handler": {
    text: "Was läuft, wenn niemand das Gerät hält oder der Halter `EOPNOTSUPP` antwortet: Der Kernel findet die Prozesse über die Seite selbst.",
  },
  EOPNOTSUPP: {
    text: "Die eine Antwort eines Halters, nach der der Kernel weitermacht und selbst nach Prozessen sucht.",
  },
  "mapped device": {
    text: "Ein Blockgerät aus Stücken anderer, hintereinander (linear) oder reihum (gestreift). Es hat ein eigenes `dax_device`; im offiziellen Kernel hält es keines von denen unter ihm.",
  },
  leg: {
    text: "Eines der Geräte, an die ein gestreiftes Device-Mapper-Gerät seine Stücke verteilt.",
  },
  "allocation group": {
    text: "Eines der gleich großen Stücke eines XFS, jedes mit eigenen Bäumen.",
  },
  superblock: {
    text: "Der Block, in dem ein Dateisystem festhält, was es von sich selbst weiß: seine Größe, seine Fähigkeiten, wo alles liegt. Metadaten ersten Ranges.",
  },
  "forced shutdown": {
    text: "Was XFS tut, wenn seine eigenen Metadaten getroffen sind: Jede spätere Operation scheitert mit `EIO`. Weder eine Panik noch ein Wechsel auf nur lesbar.",
  },
  SRCU: {
    text: "Ein Weg, Leser fertig werden zu lassen, ohne sie warten zu lassen. Eines für alle dax_devices: Nach `kill_dax()` ist kein Leser mehr da, der das Gerät lebendig sah.",
  },
  "kill_dax()": {
    text: "Beendet das Leben eines `dax_device`: benachrichtigt den Halter, markiert das Gerät als tot, wartet, bis niemand mehr darin ist, leert den Platz.",
  },
  oops: {
    text: "Ein Absturz im Kernel, der beendet, was er gerade tat. Was dabei gesperrt war, bleibt vielleicht gesperrt.",
  },
  "compare and exchange": {
    text: "Einen Wert nur speichern, wenn dort steht, was erwartet wurde, in einem unteilbaren Schritt. Von zweien, die es zugleich versuchen, gelingt es einem.",
  },
  "notifier chain": {
    text: "Eine Liste von Rückrufen, die alle aufgerufen werden. Für Halter vorgeschlagen von Darrick Wong, angenommen von Dan Williams, abgelehnt von Christoph Hellwig.",
  },
  "kernel model": {
    text: "Ein Satz von Regeln dieses Simulators: die Serie v9, wie sie verschickt wurde, eine unveränderte Version oder ein Kernel von Debian, der aufgezeichnet wurde.",
  },
  policy: {
    text: "Hier: wer ein `dax_device` halten darf. `kernel` folgt dem Kernelmodell; alle anderen sind Entwürfe aus der Diskussion vom Januar 2022.",
  },
};
