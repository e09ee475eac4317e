/**
 * The words of mcpo, and of the FastAPI, pydantic and Python below it: its answers, lists of violations and messages.
 */
package io.mehari.endpoint.rest.mcpo;
