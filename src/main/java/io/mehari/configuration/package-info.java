/** Loads, checks and swaps configuration and generations of route files. */
package io.mehari.configuration;
