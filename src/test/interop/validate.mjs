// Says for each OpenAPI document whether it is one: node validate.mjs FILE...
import { Validator } from "@seriousme/openapi-schema-validator";

let invalid = 0;
for (const file of process.argv.slice(2)) {
  const validator = new Validator();
  const result = await validator.validate(file);
  if (result.valid) {
    console.log(`valid ${validator.version} ${file}`);
  } else {
    invalid++;
    console.log(`INVALID ${file}: ${JSON.stringify(result.errors).slice(0, 2000)}`);
  }
}
process.exit(invalid === 0 ? 0 : 1);
