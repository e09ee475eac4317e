/* Starts Swagger UI with the documents that the page names. */
(function () {
  'use strict';
  var element = document.getElementById('swagger-ui');
  var urls = JSON.parse(element.dataset.documents);
  window.ui = SwaggerUIBundle({
    urls: urls,
    domNode: element,
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    filter: true,
    persistAuthorization: false,
    queryConfigEnabled: false,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout'
  });
})();
