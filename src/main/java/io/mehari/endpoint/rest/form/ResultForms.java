package io.mehari.endpoint.rest.form;

import io.mehari.catalog.ToolCatalog;

/**
 * Chooses the form of each response: by the target of its request, and by how close to mcpo the operator wants the short
 * form. Immutable; safe for concurrent use.
 */
public final class ResultForms {
    private final ResultForm shortForm;
    private final boolean exact;

    /**
     * The forms of one gateway.
     *
     * @param compat how close the short form stays to mcpo
     * @param catalog knows what tools declare about their results
     */
    public ResultForms(Compat compat, ToolCatalog catalog) {
        this.exact = compat == Compat.EXACT;
        this.shortForm = exact ? new ExactForm(catalog) : new McpoForm(catalog);
    }

    /**
     * The form of the response to a request.
     *
     * @param target raw target of the request; empty if it was not read
     * @return the envelope below {@code /api/}, else the short form
     */
    public ResultForm of(String target) {
        return isEnvelope(target) ? EnvelopeForm.INSTANCE : shortForm;
    }

    /**
     * Whether a request is answered as mcpo 0.0.20 would answer it.
     *
     * @param target raw target of the request
     * @return false below {@code /api/}, and where the gateway does without mcpo's losses
     */
    public boolean isExact(String target) {
        return exact && !isEnvelope(target);
    }

    /**
     * Whether a request is of the envelope form.
     *
     * @param target raw target of the request
     * @return true below {@code /api/}
     */
    public static boolean isEnvelope(String target) {
        return target.startsWith("/api/");
    }
}
