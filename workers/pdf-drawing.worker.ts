import type { PdfDrawingContract } from '../src/contracts/pdf-drawing';
import { serve } from '../src/rpc/server';
import { createPdfDrawing } from './engines/drawing/pdf-drawing';

serve(self, createPdfDrawing() satisfies PdfDrawingContract);
