/**
 * The program. Only the application class lives here; the rooms below it are described in {@code
 * docs/architecture.md}.
 */
package io.mehari;
