package io.mehari.failure.similarity;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By which model errors are compared.
 *
 * @param model {@code all-minilm-l6-v2-q} (English), {@code bge-small-zh} (Chinese and English), or {@code none}: by their
 *     letters only
 * @param directory folder with the jars of the model, the embedding pack; where it is not there errors are compared by
 *     their letters. Empty for {@code embedding} beside {@code bin} of the distribution
 */
public record EmbeddingSettings(
        @DefaultValue("all-minilm-l6-v2-q") @NotBlank String model,
        @DefaultValue("") @NotNull String directory) {

    /** The model that is none. */
    public static final String NONE = "none";

    private static final String LAUNCHER = "mehari.launcher";

    @AssertTrue(message = "model must be all-minilm-l6-v2-q, bge-small-zh or none")
    boolean isModelKnown() {
        return model == null || model.equals(NONE) || KnownModel.of(model).isPresent();
    }

    /** The folder of the jars; need not exist. */
    Path folder() {
        String launcher = System.getProperty(LAUNCHER, "");
        if (!directory.isEmpty()) {
            return Path.of(directory);
        }
        return launcher.isEmpty()
                ? Path.of("embedding")
                : Path.of(launcher).toAbsolutePath().getParent().resolveSibling("embedding");
    }
}
