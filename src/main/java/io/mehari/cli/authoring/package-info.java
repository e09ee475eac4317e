/** What writers of route files get from the command line: files to start from, and the options of the gateway's components. */
package io.mehari.cli.authoring;
