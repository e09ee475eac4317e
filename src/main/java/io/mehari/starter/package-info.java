/**
 * The gateway in an application of somebody else, with nothing but a dependency: a Spring context of its own beside the
 * application's, and what goes from one to the other.
 */
package io.mehari.starter;
