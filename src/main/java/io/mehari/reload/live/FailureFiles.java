package io.mehari.reload.live;

import io.mehari.component.generation.RouteInputs;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.knowledge.KnowledgeFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * What takes the files about failures while the gateway runs.
 *
 * @param classifier takes error patterns
 * @param knowledge takes known errors
 * @param configured {@code mehari.errors.knowledge}
 * @param changed run when known errors have been taken
 */
public record FailureFiles(
        FailureClassifier classifier, KnowledgeFiles knowledge, List<String> configured, Runnable changed) {
    List<ConfigPart> parts(RouteInputs routes) {
        return List.of(
                new PatternsPart(Path.of(""), classifier, routes), new KnowledgePart(configured, knowledge, changed));
    }
}
