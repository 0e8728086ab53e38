// Reads GIFT from standard input with gift-pegjs and prints it as JSON; ends with 77 where gift-pegjs is missing.
let parser;
try {
  parser = require("gift-pegjs");
} catch (error) {
  process.exit(77);
}
const text = require("fs").readFileSync(0, "utf8");
process.stdout.write(JSON.stringify(parser.parse(text)));
