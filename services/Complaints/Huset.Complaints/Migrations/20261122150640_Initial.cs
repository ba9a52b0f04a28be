using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Huset.Complaints.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "complaint_reference");

            migrationBuilder.CreateTable(
                name: "access_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    home_unit = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject_type = table.Column<string>(type: "text", nullable: false),
                    subject_ids = table.Column<string[]>(type: "text[]", nullable: false),
                    subject_references = table.Column<string[]>(type: "text[]", nullable: false),
                    why = table.Column<string[]>(type: "text[]", nullable: false),
                    way = table.Column<string>(type: "text", nullable: false),
                    filters = table.Column<string[]>(type: "text[]", nullable: false),
                    trace_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_removals",
                columns: table => new
                {
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    last_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_removals", x => x.month);
                });

            migrationBuilder.CreateTable(
                name: "access_retention",
                columns: table => new
                {
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    years = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_retention", x => x.valid_from);
                });

            migrationBuilder.CreateTable(
                name: "access_reviews",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: false),
                    period_to = table.Column<DateOnly>(type: "date", nullable: false),
                    looked_at = table.Column<string>(type: "text", nullable: false),
                    finding = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    seal_month = table.Column<DateOnly>(type: "date", nullable: false),
                    seal_number = table.Column<long>(type: "bigint", nullable: false),
                    seal_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    signed_by = table.Column<string>(type: "text", nullable: false),
                    signed_by_name = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_reviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_seals",
                columns: table => new
                {
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_seals", x => new { x.month, x.number });
                });

            migrationBuilder.CreateTable(
                name: "access_unsealed",
                columns: table => new
                {
                    entry_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_unsealed", x => x.entry_id);
                });

            migrationBuilder.CreateTable(
                name: "code_list_items",
                columns: table => new
                {
                    list = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    hint = table.Column<string>(type: "text", nullable: true),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_list_items", x => new { x.list, x.code });
                });

            migrationBuilder.CreateTable(
                name: "complaints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    sender = table.Column<string>(type: "text", nullable: true),
                    category = table.Column<string>(type: "text", nullable: true),
                    contact = table.Column<string>(type: "text", nullable: true),
                    wants_answer = table.Column<bool>(type: "boolean", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: false),
                    registered_by_id = table.Column<string>(type: "text", nullable: true),
                    registered_by_name = table.Column<string>(type: "text", nullable: true),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    form_key = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_id = table.Column<string>(type: "text", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    answer_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    first_answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fixed_by = table.Column<string>(type: "text", nullable: true),
                    escalation_deviation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    escalation_motivation = table.Column<string>(type: "text", nullable: true),
                    escalation_by_id = table.Column<string>(type: "text", nullable: true),
                    escalation_by_name = table.Column<string>(type: "text", nullable: true),
                    escalation_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    escalation_status = table.Column<string>(type: "text", nullable: true),
                    escalation_is_hidden = table.Column<bool>(type: "boolean", nullable: true),
                    escalation_subject_version = table.Column<int>(type: "integer", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    closed_by_name = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complaints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "followed_actions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    effect_check_on = table.Column<DateOnly>(type: "date", nullable: false),
                    effect = table.Column<string>(type: "text", nullable: true),
                    subject_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_followed_actions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    headers = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => new { x.user_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "text", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => new { x.consumer, x.message_id });
                });

            migrationBuilder.CreateTable(
                name: "inbox_failed",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: true),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resent_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_failed", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_units",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "sv-SE-x-icu"),
                    versions = table.Column<string>(type: "jsonb", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    subject_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_units", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "jsonb", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verified_by_name = table.Column<string>(type: "text", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "complaint_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    complaint_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complaint_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_complaint_changes_complaints_complaint_id",
                        column: x => x.complaint_id,
                        principalTable: "complaints",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    complaint_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_sender = table.Column<bool>(type: "boolean", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_messages", x => x.id);
                    table.ForeignKey(
                        name: "fk_messages_complaints_complaint_id",
                        column: x => x.complaint_id,
                        principalTable: "complaints",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_log_at_id",
                table: "access_log",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_access_log_user_id_at_id",
                table: "access_log",
                columns: new[] { "user_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_access_reviews_signed_at",
                table: "access_reviews",
                column: "signed_at");

            migrationBuilder.CreateIndex(
                name: "ix_access_seals_entry_id",
                table: "access_seals",
                column: "entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_complaint_changes_complaint_id",
                table: "complaint_changes",
                column: "complaint_id");

            migrationBuilder.CreateIndex(
                name: "complaints_words",
                table: "complaints",
                column: "text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_code_hash",
                table: "complaints",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_complaints_escalation_deviation_id",
                table: "complaints",
                column: "escalation_deviation_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_complaints_form_key",
                table: "complaints",
                column: "form_key",
                unique: true,
                filter: "form_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_owner_id_id",
                table: "complaints",
                columns: new[] { "owner_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_complaints_received_on_id",
                table: "complaints",
                columns: new[] { "received_on", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_complaints_reference",
                table: "complaints",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_complaints_registered_by_id_id",
                table: "complaints",
                columns: new[] { "registered_by_id", "id" },
                descending: new[] { false, true },
                filter: "registered_by_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_status_unit_code_id",
                table: "complaints",
                columns: new[] { "status", "unit_code", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_complaints_unit_code_answer_by",
                table: "complaints",
                columns: new[] { "unit_code", "answer_by" },
                filter: "answer_by is not null and first_answered_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_unit_code_id",
                table: "complaints",
                columns: new[] { "unit_code", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_followed_actions_deviation_id",
                table: "followed_actions",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_created_at",
                table: "idempotency_keys",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_received_at",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_messages_complaint_id",
                table: "messages",
                column: "complaint_id");

            migrationBuilder.CreateIndex(
                name: "outbox_sent",
                table: "outbox",
                column: "sent_at",
                filter: "sent_at is not null");

            migrationBuilder.CreateIndex(
                name: "outbox_waiting",
                table: "outbox",
                column: "seq",
                filter: "sent_at is null and error is null");

            migrationBuilder.CreateIndex(
                name: "ix_rules_measure_valid_from",
                table: "rules",
                columns: new[] { "measure", "valid_from" },
                unique: true,
                filter: "valid_to is null or valid_to > valid_from");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_log");

            migrationBuilder.DropTable(
                name: "access_removals");

            migrationBuilder.DropTable(
                name: "access_retention");

            migrationBuilder.DropTable(
                name: "access_reviews");

            migrationBuilder.DropTable(
                name: "access_seals");

            migrationBuilder.DropTable(
                name: "access_unsealed");

            migrationBuilder.DropTable(
                name: "code_list_items");

            migrationBuilder.DropTable(
                name: "complaint_changes");

            migrationBuilder.DropTable(
                name: "followed_actions");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "inbox_failed");

            migrationBuilder.DropTable(
                name: "known_units");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "rules");

            migrationBuilder.DropTable(
                name: "complaints");

            migrationBuilder.DropSequence(
                name: "complaint_reference");
        }
    }
}
