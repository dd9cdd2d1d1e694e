"""Mail: written down with its cause, delivered by the worker to the outbox page or by SMTP."""

import smtplib
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.clock import now
from app.platform.database import Base, db
from app.platform.jobs import enqueue, handler
from app.platform.settings import settings
from config import Config


class Mail(Base):
    """One message to one person; the outbox page shows these."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    transport: Mapped[str] = mapped_column(default="")


def send(*, recipient: str, subject: str, body: str, organisation_id: int | None) -> None:
    """Write a mail and the job that delivers it; both exist only if the transaction commits."""
    row = Mail(
        organisation_id=organisation_id, recipient=recipient, subject=subject, body=body, created_at=now()
    )
    db.session.add(row)
    db.session.flush()
    enqueue("mail", {"mail": row.id})


@handler("mail")
def deliver(payload: dict[str, Any]) -> None:
    """Deliver one mail; one that was delivered before the worker died is not sent again."""
    row = db.session.get(Mail, payload["mail"])
    if row is None or row.delivered_at is not None:
        return
    config = settings()
    if config.mail.transport == "smtp":
        _post(config, row)
    row.delivered_at = now()
    row.transport = config.mail.transport


def _post(config: Config, row: Mail) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = config.mail.sender, row.recipient, row.subject
    message["Message-ID"] = f"<kampus-{row.id}@{config.url.partition('://')[2].partition(':')[0]}>"
    message.set_content(row.body)
    with smtplib.SMTP(config.mail.host, config.mail.port, timeout=20) as server:
        if config.mail.user:
            server.starttls()
            server.login(config.mail.user, config.mail.password)
        server.send_message(message)
