"""Who is told what: lines in the bell, and mails and text messages beside them."""
