package io.mehari.upstream.client;

/**
 * How clients use one server at the moment.
 *
 * @param connections connections that belong to one client each
 * @param openQuestions what the server has asked over them and was not answered yet
 */
public record ClientConnectionCount(int connections, int openQuestions) {}
