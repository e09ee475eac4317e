/**
 * JSON Schema of tools: compiled once, checked in bounded time, whatever a server declares and whatever a caller
 * sends.
 */
package io.mehari.catalog.schema;
