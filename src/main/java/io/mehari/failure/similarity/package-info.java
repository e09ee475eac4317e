/** How alike texts of errors are: by their letters, which always works, and by their meaning, where a model is there. */
package io.mehari.failure.similarity;
