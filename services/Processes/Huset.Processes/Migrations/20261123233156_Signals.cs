using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class Signals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "unit_signals",
                columns: table => new
                {
                    signal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: true),
                    indicator = table.Column<string>(type: "text", nullable: true),
                    pattern = table.Column<string>(type: "text", nullable: false),
                    up = table.Column<bool>(type: "boolean", nullable: false),
                    first_month = table.Column<DateOnly>(type: "date", nullable: false),
                    last_month = table.Column<DateOnly>(type: "date", nullable: false),
                    meaning = table.Column<string>(type: "text", nullable: true),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    subject_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_signals", x => x.signal_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_unit_signals_told_at",
                table: "unit_signals",
                column: "told_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "unit_signals");
        }
    }
}
