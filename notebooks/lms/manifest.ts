/** The descriptions that platforms read: imsmanifest.xml of SCORM 1.2 and 2004 (4th edition), cmi5.xml. */
import type { CourseManifest } from "./summary.ts";

export type PackageKind = "scorm12" | "scorm2004" | "cmi5";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const xml = (text: string): string => text.replace(/[&<>"']/g, (it) => ESCAPES[it] as string);
const slug = (course: string): string => course.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 60);

/** File name and text. */
export function describe(kind: PackageKind, manifest: CourseManifest, files: readonly string[]): [string, string] {
  if (kind === "cmi5") return ["cmi5.xml", cmi5(manifest)];
  return ["imsmanifest.xml", kind === "scorm12" ? scorm12(manifest, files) : scorm2004(manifest, files)];
}

const filesOf = (files: readonly string[]): string =>
  files.map((it) => `      <file href="${xml(encodeURI(it))}"/>`).join("\n");

function scorm12(manifest: CourseManifest, files: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${slug(manifest.course)}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>${xml(manifest.title)}</title>
      <item identifier="item" identifierref="sco"><title>${xml(manifest.title)}</title>
        <adlcp:masteryscore>${manifest.passPercent}</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">
${filesOf(files)}
    </resource>
  </resources>
</manifest>
`;
}

function scorm2004(manifest: CourseManifest, files: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${slug(manifest.course)}" version="1.0"
  xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>${xml(manifest.title)}</title>
      <item identifier="item" identifierref="sco"><title>${xml(manifest.title)}</title>
        <imsss:sequencing>
          <imsss:objectives>
            <imsss:primaryObjective objectiveID="primary" satisfiedByMeasure="true">
              <imsss:minNormalizedMeasure>${manifest.passPercent / 100}</imsss:minNormalizedMeasure>
            </imsss:primaryObjective>
          </imsss:objectives>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormType="sco" href="index.html">
${filesOf(files)}
    </resource>
  </resources>
</manifest>
`;
}

function cmi5(manifest: CourseManifest): string {
  const id = `urn:daxlab:${slug(manifest.course)}`;
  const title = `<langstring lang="en">${xml(manifest.title)}</langstring>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="${xml(id)}"><title>${title}</title><description>${title}</description></course>
  <au id="${xml(`${id}:course`)}" moveOn="CompletedAndPassed" masteryScore="${manifest.passPercent / 100}"
    launchMethod="AnyWindow">
    <title>${title}</title><description>${title}</description>
    <url>index.html</url>
  </au>
</courseStructure>
`;
}

/** index.html of the package: the frame. */
export function shellPage(kind: PackageKind, manifest: CourseManifest, script: string): string {
  const data = JSON.stringify({ kind, ...manifest }).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${xml(manifest.title)}</title>
<style>
html, body { height: 100%; margin: 0 } body { display: flex; flex-direction: column; font: 1rem/1.4 system-ui, sans-serif;
color-scheme: light dark; background: Canvas; color: CanvasText }
header { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; padding: .3rem .8rem; font-size: .875rem;
border-bottom: 1px solid GrayText }
header p { margin: 0 } header button { min-height: 2rem; font: inherit } #connection[data-state="lost"],
#connection[data-state="none"] { font-weight: 700 } iframe { flex: 1; border: 0; width: 100% } summary { cursor: pointer }
</style>
</head>
<body>
<header>
<p id="connection" role="status"></p>
<p id="score"></p>
<button type="button" id="send"></button>
<details><summary id="details-title"></summary><p id="details"></p></details>
</header>
<iframe id="lesson" title="Lesson"></iframe>
<script type="application/json" id="daxlab-package">${data}</script>
<script>${script.replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}
