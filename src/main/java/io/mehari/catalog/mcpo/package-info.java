/**
 * What mcpo 0.0.20 makes of values: models of pydantic, built from JSON Schemas with what mcpo loses on the way. Needed only
 * where the gateway is to do exactly the same.
 */
package io.mehari.catalog.mcpo;
