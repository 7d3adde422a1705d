// Ace by DAISY on one EPUB: `node ace.js BOOK FOLDER` prints a line for each violation that it finds, none for a good book.
const ace = require("@daisy/ace-core")
const runner = require("@daisy/ace-axe-runner-puppeteer")

const [book, folder] = process.argv.slice(2)
ace(book, {cwd: process.cwd(), outdir: folder, silent: true, verbose: false, fileName: "report"}, runner).then(([code]) => {
  const report = require(`${folder}/report.json`)
  for (const document of report.assertions) {
    for (const found of document.assertions) {
      console.log([document["earl:testSubject"].url, found["earl:test"]["dct:title"], found["earl:test"]["earl:impact"]].join(" "))
    }
  }
  process.exit(report["earl:result"]["earl:outcome"] === "pass" ? code : 1)
}, error => {
  console.error(error)
  process.exit(3)
})
