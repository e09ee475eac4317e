package io.mehari.history.change;

/**
 * What is wrong in a file.
 *
 * @param file its name, such as {@code config/mcp-servers.json}; empty for no single file
 * @param message place, cause and remedy, without secrets
 */
public record FileProblem(String file, String message) {
    @Override
    public String toString() {
        return file.isEmpty() || message.startsWith(file) ? message : file + ": " + message;
    }
}
