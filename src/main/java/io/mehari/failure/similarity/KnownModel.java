package io.mehari.failure.similarity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The models of which a name suffices; each is a Maven artifact with its weights inside. */
public enum KnownModel {
    /** English; small and quick. */
    ALL_MINILM_L6_V2_Q(
            "dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel", 0.15),

    /** Chinese and English, and from one to the other. */
    BGE_SMALL_ZH("dev.langchain4j.model.embedding.onnx.bgesmallzhv15q.BgeSmallZhV15QuantizedEmbeddingModel", 0.45);

    private final String type;
    private final double unrelated;

    KnownModel(String type, double unrelated) {
        this.type = type;
        this.unrelated = unrelated;
    }

    /**
     * The name in settings.
     *
     * @return such as {@code all-minilm-l6-v2-q}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The model with a name.
     *
     * @param id as in settings
     * @return empty if there is none
     */
    public static Optional<KnownModel> of(String id) {
        return Arrays.stream(values()).filter(model -> model.id().equals(id)).findFirst();
    }

    /** The class of LangChain4j's that is the model. */
    String type() {
        return type;
    }

    /** The cosine that texts have which are nothing like each other. */
    double unrelated() {
        return unrelated;
    }
}
