/** Fetches components with what they need from a Maven repository: {@code mehari add}; the only package that knows Maven. */
package io.mehari.download;
