/** Pages for people: the home page and the interactive documents, with every file they need. */
package io.mehari.endpoint.page;
