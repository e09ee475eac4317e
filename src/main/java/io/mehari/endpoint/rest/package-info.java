/** The REST side of the data plane: request reading, the answer forms, batch. */
package io.mehari.endpoint.rest;
