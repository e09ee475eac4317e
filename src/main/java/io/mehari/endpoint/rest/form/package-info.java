/** The forms of answers: the envelope, the short form as mcpo has it, and as mcpo 0.0.20 has it to the letter. */
package io.mehari.endpoint.rest.form;
