"""What happens outside requests: mails are claimed from the outbox, sent, and tried again."""
