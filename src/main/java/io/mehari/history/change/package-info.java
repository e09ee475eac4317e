/** Changes of files that somebody asks for: checked, written, run, recorded, compared and rolled back. */
package io.mehari.history.change;
