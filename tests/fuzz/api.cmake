tidings_fuzz(api_request DEPENDS tidings_api)
