// Says for each OpenAPI document whether it is one: node validate.mjs FILE...
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

// The validator takes a property that is called $ref for a reference: it gets another name.
function named(key, value) {
  if (typeof value?.$ref === "object") {
    const { $ref, ...others } = value;
    return { ...others, reference: $ref };
  }
  return value;
}

let invalid = 0;
for (const file of process.argv.slice(2)) {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(readFileSync(file, "utf8"), named));
  if (result.valid) {
    console.log(`valid ${validator.version} ${file}`);
  } else {
    invalid++;
    console.log(`INVALID ${file}: ${JSON.stringify(result.errors).slice(0, 2000)}`);
  }
}
process.exit(invalid === 0 ? 0 : 1);
