"""The room of the applicant: projects, one application, the case and its papers."""
