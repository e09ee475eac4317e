package io.mehari.endpoint.admin;

import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.failure.memory.RememberedError;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Which errors a URL asks for: {@code ?category=&server=&tool=&q=&solved=}. Stateless. */
final class ErrorFilter {
    private ErrorFilter() {}

    /**
     * The errors that fit all parameters.
     *
     * @throws RequestRejectedException if {@code solved} is neither true nor false
     */
    static Predicate<RememberedError> of(RequestTarget target) {
        Predicate<RememberedError> wanted = error -> true;
        Optional<String> category = target.parameter("category");
        Optional<String> server = target.parameter("server");
        Optional<String> tool = target.parameter("tool");
        Optional<String> text = target.parameter("q").map(given -> given.toLowerCase(Locale.ROOT));
        Optional<Boolean> solved = target.parameter("solved").map(ErrorFilter::truth);
        return wanted.and(error ->
                        category.map(error.category()::equalsIgnoreCase).orElse(true))
                .and(error -> server.map(error.servers()::contains).orElse(true))
                .and(error -> tool.map(name -> error.tools().stream()
                                .anyMatch(known -> known.equals(name) || known.endsWith("/" + name)))
                        .orElse(true))
                .and(error -> text.map(error.template().toLowerCase(Locale.ROOT)::contains)
                        .orElse(true))
                .and(error ->
                        solved.map(is -> is == error.solution().isPresent()).orElse(true));
    }

    private static boolean truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw RequestRejectedException.invalid("/solved", "The parameter solved must be true or false", "enum");
    }
}
