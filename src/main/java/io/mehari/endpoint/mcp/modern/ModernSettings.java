package io.mehari.endpoint.mcp.modern;

/**
 * What can be chosen for clients of the modern era.
 *
 * @param hints for what clients may keep
 * @param parking bounds of calls that wait for their clients
 * @param listen bounds of streams for changes
 * @param stateKey secret that instances share that may read each other's {@code requestState}; empty for none
 * @param missingCapabilityStatus HTTP status of -32021: 400 or 200
 */
public record ModernSettings(
        CacheHints hints, ParkSettings parking, ListenSettings listen, String stateKey, int missingCapabilityStatus) {}
