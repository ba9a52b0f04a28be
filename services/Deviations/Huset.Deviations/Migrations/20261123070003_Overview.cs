using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Overview : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "import_reference",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "import_source",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "registry_number",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "import_sources",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    mapping = table.Column<string>(type: "jsonb", nullable: false),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_sources", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    mask = table.Column<bool>(type: "boolean", nullable: false),
                    headings = table.Column<string[]>(type: "text[]", nullable: false),
                    mapping = table.Column<string>(type: "jsonb", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    last_row = table.Column<int>(type: "integer", nullable: false),
                    handled = table.Column<int>(type: "integer", nullable: false),
                    created = table.Column<int>(type: "integer", nullable: false),
                    already_there = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    with_identity_numbers = table.Column<int>(type: "integer", nullable: false),
                    started_by_id = table.Column<string>(type: "text", nullable: false),
                    started_by_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "saved_filters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "sv-SE-x-icu"),
                    query = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_filters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_rows",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    cells = table.Column<string[]>(type: "text[]", nullable: false),
                    broken = table.Column<bool>(type: "boolean", nullable: false),
                    field = table.Column<string>(type: "text", nullable: true),
                    code = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_rows", x => new { x.import_id, x.number });
                    table.ForeignKey(
                        name: "fk_import_rows_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "deviations_feedback_words",
                table: "deviations",
                column: "feedback")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "ix_deviations_import_reference_import_source",
                table: "deviations",
                columns: new[] { "import_reference", "import_source" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "causes_words",
                table: "causes",
                columns: new[] { "text", "accepted_reason" })
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "actions_words",
                table: "actions",
                columns: new[] { "what", "follow_up", "success_criterion", "completed_note", "effect_note" })
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "import_rows_refused",
                table: "import_rows",
                columns: new[] { "import_id", "number" },
                filter: "code is not null");

            migrationBuilder.CreateIndex(
                name: "imports_at_work",
                table: "imports",
                column: "id",
                filter: "state in ('waiting', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_imports_at",
                table: "imports",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_saved_filters_person_id_name",
                table: "saved_filters",
                columns: new[] { "person_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_rows");

            migrationBuilder.DropTable(
                name: "import_sources");

            migrationBuilder.DropTable(
                name: "saved_filters");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropIndex(
                name: "deviations_feedback_words",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "ix_deviations_import_reference_import_source",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "causes_words",
                table: "causes");

            migrationBuilder.DropIndex(
                name: "actions_words",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "import_reference",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "import_source",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "registry_number",
                table: "deviations");
        }
    }
}
