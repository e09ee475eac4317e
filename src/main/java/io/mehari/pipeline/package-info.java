/** What the route files name: processors and policies of the stages a call passes. */
package io.mehari.pipeline;
