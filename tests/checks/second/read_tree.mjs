// Prints what pdf.js makes of the structure tree of a PDF, page by page, as JSON: elements with
// their role, alternative text and children, of which a text is what their marked content shows.
// node read_tree.mjs FOLDER_OF_PDF_JS FILE
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
// It says that nothing can be drawn here; nothing is.
console.warn = () => {};
console.log = () => {};
const { getDocument } = await import(pathToFileURL(join(folder, "pdf.mjs")));

/** The text of each marked content of a page, by its name; a line ends with "\n". */
function textsOf(items) {
  const texts = new Map();
  const open = [];
  for (const item of items) {
    if (item.type === "beginMarkedContentProps") {
      // A mark without a number, as that of an expansion, is part of the one around it.
      open.push(item.id ?? open.at(-1));
    } else if (item.type === "beginMarkedContent") {
      open.push(item.tag === "Artifact" ? undefined : open.at(-1));
    } else if (item.type === "endMarkedContent") {
      open.pop();
    } else if (open.at(-1) !== undefined) {
      const text = item.str + (item.hasEOL ? "\n" : "");
      texts.set(open.at(-1), (texts.get(open.at(-1)) ?? "") + text);
    }
  }
  return texts;
}

function element(node, texts) {
  const children = node.children.map((child) =>
    child.type === "content"
      ? texts.get(child.id) ?? ""
      : child.role
        ? element(child, texts)
        : { role: child.type, children: [] },
  );
  return { role: node.role, alt: node.alt, lang: node.lang, children };
}

const data = new Uint8Array(readFileSync(file));
const pdf = await getDocument({ data, verbosity: 0 }).promise;
const pages = [];
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent({
    includeMarkedContent: true,
    disableNormalization: true,
  });
  pages.push(element(await page.getStructTree(), textsOf(items)));
}
process.stdout.write(JSON.stringify(pages));
