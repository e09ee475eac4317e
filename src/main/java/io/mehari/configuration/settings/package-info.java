/**
 * Checks {@code application.yaml}, environment variables and arguments against the settings that the gateway has,
 * and names the nearest key for each that it does not.
 */
package io.mehari.configuration.settings;
