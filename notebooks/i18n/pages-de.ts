/**
 * The site's frame and its home, about and glossary pages in German, by what the built page says in English: the inside of
 * an element, as HTML. Where English changes, its German is missed by test/notebooks/i18n/pages.test.ts.
 */
import type { PageWords } from "./pages.ts";

const exercises = Object.fromEntries(
  Array.from({ length: 8 }, (_, it) => it + 2).map((it) => [`${it} exercises`, `${it} Aufgaben`]),
);

export const pagesDe: PageWords = {
  // The frame.
  "Skip to the text": "Zum Text springen",
  Course: "Kurs",
  Glossary: "Glossar",
  "Model and kernel": "Modell und Kernel",
  Search: "Suche",
  "Cheat sheet": "Spickzettel",
  Timeline: "Zeittafel",
  References: "Quellen",
  Performance: "Leistung",
  Teach: "Lehren",
  Embed: "Einbetten",
  Package: "Paket",
  About: "Über daxlab",
  "Code under MIT, lessons under CC BY 4.0. Nothing that you type leaves your device.":
    "Code unter MIT, Lektionen unter CC BY 4.0. Nichts, was Sie tippen, verlässt Ihr Gerät.",
  "1 exercise": "1 Aufgabe",
  ...exercises,

  // Home.
  "daxlab: who is told when memory goes bad?": "daxlab: Wer erfährt es, wenn Speicher kaputtgeht?",
  "A page of memory goes bad. Who is told?": "Eine Speicherseite geht kaputt. Wer erfährt es?",
  "Linux asks the <em>holder</em> of the memory. Follow the red thread from the bad page up to the process that is told, or to the place where it ends in mid-air.":
    "Linux fragt den <em>Halter</em> des Speichers. Folgen Sie dem roten Faden von der kaputten Seite hinauf bis zu dem Prozess, der benachrichtigt wird, oder bis dorthin, wo er in der Luft endet.",
  Begin: "Anfangen",
  "The course": "Der Kurs",
  "Each lesson is a page of text whose cells you can edit and run. A simulated kernel answers in your browser; it is held to what real kernels did, recorded scene by scene.":
    "Jede Lektion ist eine Seite Text (auf Englisch), deren Zellen Sie ändern und ausführen können. In Ihrem Browser antwortet ein simulierter Kernel; er wird an dem gemessen, was echte Kernel taten, Szene für Szene aufgezeichnet.",
  "Beside the course": "Neben dem Kurs",
  "Every term, with its unit.": "Jeder Begriff, mit seiner Einheit.",
  "What the simulation models, and what it leaves out.": "Was die Simulation nachbildet und was sie weglässt.",
  "From the first patch to the kernels of today.": "Vom ersten Patch zu den Kerneln von heute.",
  "What people get wrong": "Was viele falsch verstehen",
  "Sentences that sound right. Decide first, then look.":
    "Sätze, die richtig klingen. Erst entscheiden, dann nachsehen.",
  "The whole route on one printed page.": "Der ganze Weg auf einer gedruckten Seite.",

  // About.
  "daxlab teaches one thing: how Linux tells whoever uses a piece of persistent memory that this piece has gone bad.":
    "daxlab lehrt eines: wie Linux denen, die ein Stück persistenten Speichers benutzen, sagt, dass dieses Stück kaputtgegangen ist.",
  'It began with a patch of December 2021, <a href="references.html#v9-02">“dax: Introduce holder for dax_device”</a>, and with the afternoon of 5 January 2022, when it turned out that two partitions of one device share one <code>dax_device</code>. That argument is the heart of the course.':
    'Es begann mit einem Patch vom Dezember 2021, <a href="references.html#v9-02">„dax: Introduce holder for dax_device“</a>, und mit dem Nachmittag des 5. Januar 2022, an dem sich zeigte, dass zwei Partitionen eines Geräts sich ein <code>dax_device</code> teilen. Dieser Streit ist das Herz des Kurses.',
  "How it works": "Wie es funktioniert",
  "A simulated kernel, compiled to WebAssembly, runs in your browser. A machine is a value: what was there at power-on, and what was done to it. Playing a value is exact and repeatable, so going back in time is playing fewer steps, and two machines can be compared event by event.":
    "In Ihrem Browser läuft ein simulierter Kernel, nach WebAssembly übersetzt. Eine Maschine ist ein Wert: was beim Einschalten da war und was mit ihr getan wurde. Einen Wert abzuspielen ist genau und wiederholbar; in der Zeit zurückzugehen heißt deshalb, weniger Schritte abzuspielen, und zwei Maschinen lassen sich Ereignis für Ereignis vergleichen.",
  'The pages are complete without scripts: prose, code and what each cell gave were written when the site was built. Scripts make them live. The same pages can be <a href="host.html">hosted elsewhere</a>, opened from one file, or <a href="embed-gallery.html">embedded</a> in others.':
    'Die Seiten sind ohne Skripte vollständig: Text, Code und was jede Zelle ergab, wurden geschrieben, als die Seiten gebaut wurden. Skripte machen sie lebendig. Dieselben Seiten kann man <a href="host.html">anderswo bereitstellen</a>, aus einer einzigen Datei öffnen oder in andere <a href="embed-gallery.html">einbetten</a>.',
  Privacy: "Privatsphäre",
  "There is no server behind these pages. No request goes to any other host, there are no cookies, and nothing is counted. What you edit is kept in this browser, on this device, until you delete it; a link that you share carries its content in the part of the address that is never sent.":
    "Hinter diesen Seiten steht kein Server. Keine Anfrage geht an einen anderen Rechner, es gibt keine Cookies, und nichts wird gezählt. Was Sie ändern, bleibt in diesem Browser, auf diesem Gerät, bis Sie es löschen; ein Link, den Sie teilen, trägt seinen Inhalt in dem Teil der Adresse, der nie gesendet wird.",
  "The boundary around code": "Die Grenze um den Code",
  "Code that you type, or that came with a link or a file, runs in a worker inside a sandboxed frame: without network, without storage, without a way to this page. It can use up time and memory there; it is stopped after a while, and nothing of yours is lost. Code that came from elsewhere never runs by itself: the page shows what differs from the original and asks first.":
    "Code, den Sie tippen oder der mit einem Link oder einer Datei kam, läuft in einem Worker in einem abgeschlossenen Rahmen: ohne Netz, ohne Ablage, ohne einen Weg zu dieser Seite. Er kann dort Zeit und Speicher verbrauchen; nach einer Weile wird er angehalten, und nichts von Ihnen geht verloren. Code, der von anderswo kam, läuft nie von selbst: Die Seite zeigt, was vom Original abweicht, und fragt zuerst.",
  "This is a boundary of the browser, no better than the browser. Where a browser cannot make such a frame, your own code runs in a plain worker and the page says so; foreign code can then be read but not run.":
    "Das ist eine Grenze des Browsers, nicht besser als der Browser. Wo ein Browser einen solchen Rahmen nicht machen kann, läuft Ihr eigener Code in einem gewöhnlichen Worker, und die Seite sagt es; fremder Code lässt sich dann lesen, aber nicht ausführen.",
  Accessibility: "Barrierefreiheit",
  "Every figure has a caption that says its conclusion and a table or list with the same data. Everything works by keyboard, at 320 pixels, in forced colours, with reduced motion, and in print.":
    "Jede Abbildung hat eine Unterschrift, die ihr Ergebnis sagt, und eine Tabelle oder Liste mit denselben Daten. Alles geht mit der Tastatur, bei 320 Pixeln, mit erzwungenen Farben, mit weniger Bewegung und gedruckt.",
  Licences: "Lizenzen",
  "The code is under the MIT licence; the lessons are under Creative Commons Attribution 4.0. Nothing is copied from the kernel: rules are stated in our own words, with file and function beside them.":
    "Der Code steht unter der MIT-Lizenz; die Lektionen stehen unter Creative Commons Namensnennung 4.0. Nichts ist vom Kernel abgeschrieben: Regeln stehen in eigenen Worten da, mit Datei und Funktion daneben.",

  // Glossary, and what stands around its entries.
  "One term, one meaning. Where a number is meant, its unit stands beside it: mixing units is the commonest mistake in this field.":
    "Ein Begriff, eine Bedeutung. Wo eine Zahl gemeint ist, steht ihre Einheit daneben: Einheiten zu verwechseln ist auf diesem Gebiet der häufigste Fehler.",
  also: "auch",
  "Unit:": "Einheit:",
  source: "Quelle",
};
