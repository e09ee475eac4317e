/** What {@code mehari check} found, in the forms that people and build servers read. */
package io.mehari.cli.report;
