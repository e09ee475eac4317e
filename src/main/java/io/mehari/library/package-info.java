/** What the gateway's owner brings along for route files: jars, settings of components, secrets in files. */
package io.mehari.library;
