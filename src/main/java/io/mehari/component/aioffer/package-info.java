/** The {@code ai-resource:} and {@code ai-prompt:} Camel components: routes that are resources and prompts. */
package io.mehari.component.aioffer;
