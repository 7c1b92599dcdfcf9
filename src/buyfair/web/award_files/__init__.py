"""New award files: taken in, assessed in the background, compared, and shown as the portfolio when a person says so."""
