/**
 * Finds every mistake in a set of route files by reading them, without running anything: syntax, the schema of Camel's
 * YAML DSL, components and their options, beans, expressions, and how routes lead to each other. Loaded only when
 * somebody asks, or when a set has been refused.
 */
package io.mehari.routes.check;
